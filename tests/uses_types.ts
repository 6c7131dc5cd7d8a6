// A client of others, typed by what openapi-typescript makes of our description.
import type { components, operations } from "./pinprick.js";

type Case = components["schemas"]["Case"];
type Of<Name extends keyof operations> = operations[Name] extends {
  responses: { 200: { content: { "application/json": infer Body } } };
}
  ? Body
  : never;
type Problem = components["schemas"]["Problem"];

declare const process: { argv: string[] };
const address = process.argv[2];

async function post<Body>(path: string, body: unknown, status = 200): Promise<Body> {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${address}/api/v1/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  const told = await answer.json();
  holds(answer.status === status, [answer.status, told]);
  return told as Body;
}

function holds(is: boolean, told: unknown): void {
  if (!is) throw new Error(JSON.stringify(told));
}

const nap: Case = { findings: { age: 34, "limb-pressed": "present", "moving-relieves": "present" } };
// @ts-expect-error a misspelt finding is an error
const misspelt: Case = { findings: { "limb-presed": "present" } };

const told = await post<Of<"assess">>("assess?include=verdict&include=causes", nap);
holds(told.causes?.[0]?.id === "positional-nerve-compression", told.causes);
holds(told.urgency?.complete === false && told.urgency.not_asked.length > 0, told.urgency);

const step = await post<Of<"next">>("next", nap);
holds(step.page?.id === "screen", step.page);

const words: components["schemas"]["Words"] = { text: "my foot burns at night" };
const heard = await post<Of<"understand">>("understand", words);
holds(heard.proposals.some((one) => one.finding === "feels-burning"), heard);

const wrong = await post<Problem>("assess", { findings: { age: 34 }, since: { fever: "within-a-week" } }, 422);
holds(wrong.errors?.[0]?.pointer === "/since/fever", wrong);
await post<Problem>("assess", misspelt, 422);
