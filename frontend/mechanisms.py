"""Reckons when the nodes of an axon fire in each of the mechanisms that loops.py draws: python frontend/mechanisms.py

What is wrong with an axon is ours, an estimate each: how much is wrong in a person nobody has counted in such numbers.
What follows from it, where impulses stop, how late they come and where they begin, is the work of the model in axon.py.
Node 0 is the nearest to the foot, the last one the nearest to the brain. Times are in milliseconds after the touch, or
after the pressure is gone; a node that does not fire has none.
"""

import json
import sys
from pathlib import Path

from axon import LAYERS, NODES, Axon, fired

OUT = Path(__file__).resolve().parent / "mechanisms.json"
TOUCH = 0.2
"""When a touch starts an impulse."""

HURT = range(10, 14)
"""The nodes that are pressed, or whose internodes are bare."""
BETWEEN = range(10, 13)
"""The internodes between them."""

BLOCKED = Axon().at(HURT, sodium=0.1)
"""Pressed: one in ten of the sodium channels still opens. Estimate: without blood they recover badly (Grosskreutz 1999);
at 0.3 impulses still pass in this model, at 0.1 none does."""
RELEASED = Axon().at(HURT, potassium=-70).at(BETWEEN, resting=-40)
"""Let go: potassium has gathered outside, most of it under the myelin (Mogyoros 2000). Estimate: by 20 mV and 40 mV."""
IRRITATED = Axon().at(HURT, potassium=-90).at(BETWEEN, resting=-40)
"""A root that has been under a disc: as above, under the myelin only. Estimate; that such nerves fire by themselves and
block impulses was seen in the rat (PMC3035427)."""
THIN = Axon().at(BETWEEN, layers=6)
"""Six of 120 layers of myelin are left. Estimate: the least with which impulses still pass in this model is 5."""
BARE = Axon().at(BETWEEN, layers=1)
"""One layer is left. Estimate: an axon that is as good as bare."""
WITHERED = (0, 6, 12)
"""So many of the nodes next to the toes are dead, early and later. Estimate: only that the longest end goes first is known
(Spencer and Schaumburg 1978)."""
STARVED = Axon().at(range(NODES - 4, NODES), sodium=0.0)
"""In the part of the brain that has no blood nothing opens."""


def touched(axon, node=0, until=3.0):
    """When each node fires after a touch; what has no sodium channels is only pulled up by the current, and fires not."""
    times = fired(axon, [(node, TOUCH)], until)
    return [row[0] if row and works else None for row, works in zip(times, axon.sodium, strict=True)]


def withered(dead):
    """An axon without its end, touched at the toes and touched above what is dead."""
    axon = Axon().at(range(dead), sodium=0.0)
    return {"dead": dead, "toes": touched(axon, 0), "above": touched(axon, dead)}


def bursts(axon, until):
    """What an axon fires that nobody touched: for each impulse that reaches both ends, when each node fires."""
    times = fired(axon, [], until)
    count = min(len(times[0]), len(times[-1]))
    ends = [[row[k] for row in (times[0], times[-1])] for k in range(count)]
    return [spread(times, foot, brain) for foot, brain in ends]


def spread(times, foot, brain):
    """From where it began, one impulse followed to the foot and to the brain; nodes that it does not cross have none."""
    out = [None] * NODES
    for nodes, end in ((range(NODES), foot), (range(NODES - 1, -1, -1), brain)):
        last = end + 1e-9
        for node in nodes:
            before = [t for t in times[node] if t <= last and last - t < 0.4]
            if not before or out[node] is not None:
                break
            out[node] = last = before[-1]
    return out


def reckoned():
    """All that is drawn."""
    return {
        "layers": LAYERS,
        "whole": touched(Axon()),
        "pressed": touched(BLOCKED),
        "released": bursts(RELEASED, 22),
        "irritated": bursts(IRRITATED, 25),
        "thin": touched(THIN),
        "bare": touched(BARE),
        "withered": [withered(dead) for dead in WITHERED],
        "starved": touched(STARVED),
    }


def main(file=OUT):
    rows = ",\n".join(f" {json.dumps(name)}: {json.dumps(value)}" for name, value in reckoned().items())
    Path(file).write_text("{\n" + rows + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
