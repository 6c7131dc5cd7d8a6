"""A myelinated axon as a cable, after McIntyre, Richardson and Grill: when each of its nodes fires.

Nodes and internodes are those of their motor axon of 10 micrometres at 37 degrees (J Neurophysiol 2002;87:995), with the
numbers that public copies of their files hold: the node as in PySONIC/neurons/mrg.py (GitHub, tjjlemaire/PySONIC). A node
has fast and persistent sodium, slow potassium and a leak. An internode is ten pieces, each with the membrane of the axon,
the narrow space around it and the myelin. Simpler than there: the myelin is one sheet of all its layers, theirs are two in
series.
"""

import math
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

NODES = 25
STEP = 0.005
"""Milliseconds."""
REST = -80.0
"""Millivolts, as all potentials."""

FIBRE, AXON, WAIST = 10e-4, 6.9e-4, 3.3e-4
"""How wide the fibre is, the axon in it, and the axon at a node and beside it: centimetres, as all lengths."""
NODE, MYSA, FLUT, APART = 1e-4, 3e-4, 46e-4, 1150e-4
"""How long a node is, the two pieces on each side of it, and how far nodes are apart."""
STIN = (APART - NODE - 2 * MYSA - 2 * FLUT) / 6
GAP_MYSA, GAP = 0.002e-4, 0.004e-4
"""How wide the space under the myelin is."""
RESISTIVITY = 70.0
"""Of what is in the axon and around it, in ohm centimetres."""
LAYERS = 120
"""Of myelin; each has two membranes."""
MYELIN_CAPACITY, MYELIN_LEAK = 0.1, 1.0
"""Of a membrane of the myelin, in microfarad and millisiemens per square centimetre."""
CAPACITY = 2.0
LEAK_MYSA, LEAK_INTERNODE = 1.0, 0.1
SODIUM, PERSISTENT, POTASSIUM, LEAK = 3000.0, 10.0, 80.0, 7.0
"""Of the membrane of the axon."""
E_SODIUM, E_POTASSIUM, E_LEAK = 50.0, -90.0, -90.0
WARM_1, WARM_2, WARM_3 = 2.2**1.7, 2.9**1.7, 3.0**0.1
"""How much faster the gates are at 37 degrees than where they were measured."""

FIRES = -20.0
"""A node has fired when it rises through this: ours, far above rest and below the top of an impulse."""
PULSE, CURRENT = 0.1, 2e-3
"""Milliseconds and microampere of what starts an impulse: ours, well above what is needed."""

PIECES = ((MYSA, WAIST), (FLUT, AXON), *((STIN, AXON),) * 6, (FLUT, AXON), (MYSA, WAIST))
"""Length and width of the pieces of an internode."""


@dataclass(frozen=True)
class Axon:
    """What is wrong with an axon: for each node the part of its sodium channels that work and the reversal potential of
    potassium, for each internode the layers of myelin that are left and the potential at which its leak rests."""

    sodium: tuple[float, ...] = (1.0,) * NODES
    potassium: tuple[float, ...] = (E_POTASSIUM,) * NODES
    layers: tuple[float, ...] = (LAYERS,) * (NODES - 1)
    resting: tuple[float, ...] = (REST,) * (NODES - 1)

    def at(self, places, **what):
        """The same with something else at some nodes or internodes."""
        new = {
            name: tuple(value if place in places else old for place, old in enumerate(getattr(self, name)))
            for name, value in what.items()
        }
        return replace(self, **new)


def rates(v):
    """Opening and closing of the four gates, per millisecond: persistent and fast sodium, its inactivation, potassium."""
    return np.array([
        (WARM_1 * ramp(0.01, v + 27, 10.2), WARM_1 * ramp(0.00025, -(v + 34), 10)),
        (WARM_1 * ramp(1.86, v + 21.4, 10.3), WARM_1 * ramp(0.086, -(v + 25.7), 9.16)),
        (WARM_2 * ramp(0.062, -(v + 114), 11), WARM_2 * 2.3 / (1 + np.exp(-(v + 31.8) / 13.4))),
        (WARM_3 * 0.3 / (1 + np.exp((v + 53) / -5)), WARM_3 * 0.03 / (1 + np.exp(-(v + 90)))),
    ])  # fmt: skip


def ramp(a, x, c):
    x = np.where(np.abs(x) < 1e-9, 1e-9, x)
    return a * x / (1 - np.exp(-x / c))


def chain(halves, first=0.0, last=0.0):
    """The conductances along a row of pieces, given the resistance of half of each and of what is beyond both ends."""
    steps = 1e3 / np.array([first + halves[0], *(a + b for a, b in pairwise(halves)), halves[-1] + last])
    return np.diag(steps[:-1] + steps[1:]) - np.diag(steps[1:-1], 1) - np.diag(steps[1:-1], -1), steps[0]


def internode(layers, resting):
    """How its pieces hold together in one step, inside and under the myelin; what a step before gives to the next; the
    conductance to the nodes."""
    long, wide = (np.array(column) for column in zip(*PIECES, strict=True))
    near = wide == WAIST
    membrane, sheath = math.pi * wide * long, math.pi * FIBRE * long
    half = RESISTIVITY * long / 2 / (math.pi * wide**2 / 4)
    gap = np.where(near, GAP_MYSA, GAP)
    half_around = RESISTIVITY * long / 2 / (math.pi * ((wide / 2 + gap) ** 2 - (wide / 2) ** 2))
    inside, to_node = chain(half, NODE_HALF, NODE_HALF)
    around, _ = chain(half_around)  # at a node the space is open
    across = np.diag(CAPACITY * membrane / STEP)
    leak = np.diag(np.where(near, LEAK_MYSA, LEAK_INTERNODE) * membrane)
    membranes = max(2 * layers, 1e-6)  # bare: as good as none
    myelin = np.diag(MYELIN_CAPACITY * sheath / membranes / STEP)
    through = np.diag(MYELIN_LEAK * sheath / membranes)
    both = across + leak
    now = np.block([[inside + both, -both], [-both, around + both + myelin + through]])
    before = np.block([[across, -across], [-across, across + myelin]])
    return now, before, resting * np.concatenate([leak.sum(1), -leak.sum(1)]), to_node


NODE_HALF = RESISTIVITY * NODE / 2 / (math.pi * WAIST**2 / 4)
NODE_AREA = math.pi * WAIST * NODE


class Cable:
    """The passive part of an axon: internodes are solved for what their two nodes do, which leaves 25 unknowns."""

    def __init__(self, axon):
        parts = [internode(*of) for of in zip(axon.layers, axon.resting, strict=True)]
        self.inverse = np.array([np.linalg.inv(now) for now, *_ in parts])
        self.before = np.array([before for _, before, *_ in parts])
        self.leak = np.array([leak for *_, leak, _ in parts])
        self.to_node = parts[0][3]
        self.ends = [0, len(PIECES) - 1]
        self.v = np.zeros((NODES - 1, 2 * len(PIECES)))
        self.v[:, : len(PIECES)] = REST
        self.passive = np.zeros((NODES, NODES))
        for k in range(NODES - 1):
            pair = [k, k + 1]
            seen = self.inverse[k][np.ix_(self.ends, self.ends)] * self.to_node**2
            self.passive[np.ix_(pair, pair)] += np.eye(2) * self.to_node - seen

    def step(self, diagonal, right):
        """The nodes after a step, whose own membranes conduct `diagonal` and drive `right`."""
        free = np.einsum("kij,kj->ki", self.inverse, np.einsum("kij,kj->ki", self.before, self.v) + self.leak)
        right = right.copy()
        right[:-1] += self.to_node * free[:, self.ends[0]]
        right[1:] += self.to_node * free[:, self.ends[1]]
        nodes = np.linalg.solve(self.passive + np.diag(diagonal), right)
        pull = self.to_node * np.stack([nodes[:-1], nodes[1:]], 1)
        self.v = free + np.einsum("kij,kj->ki", self.inverse[:, :, self.ends], pull)
        return nodes


def fired(axon, touched, until):
    """When each node fires, in milliseconds: a row of times for each node. `touched` are pairs of a node and when a
    current starts an impulse there."""
    cable, sodium, e_potassium = Cable(axon), np.array(axon.sodium), np.array(axon.potassium)
    v = np.full(NODES, REST)
    opening, closing = np.moveaxis(rates(v), 1, 0)
    gates = opening / (opening + closing)
    times = [[] for _ in range(NODES)]
    for step in range(round(until / STEP)):
        now = step * STEP
        opening, closing = np.moveaxis(rates(v), 1, 0)
        total = opening + closing
        gates = opening / total + (gates - opening / total) * np.exp(-STEP * total)
        open_sodium = sodium * (PERSISTENT * gates[0] ** 3 + SODIUM * gates[1] ** 3 * gates[2]) * NODE_AREA
        open_potassium, open_leak = POTASSIUM * gates[3] * NODE_AREA, LEAK * NODE_AREA
        charge = CAPACITY * NODE_AREA / STEP
        right = charge * v + open_sodium * E_SODIUM + open_potassium * e_potassium + open_leak * E_LEAK
        for node, start in touched:
            right[node] += CURRENT if start <= now < start + PULSE else 0
        after = cable.step(charge + open_sodium + open_potassium + open_leak, right)
        for node in np.flatnonzero((v < FIRES) & (after >= FIRES)):
            times[node].append(round(now + STEP * float((FIRES - v[node]) / (after[node] - v[node])), 3))
        v = after
    return times
