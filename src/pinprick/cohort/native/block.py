"""The tables of a model as one block of memory, in the order in which the kernel names them."""

import numpy as np
import numpy.typing as npt

from pinprick.cohort.columns import findings
from pinprick.cohort.native.layout import axes, filled
from pinprick.cohort.native.places import map_fields, unit_fields, word_fields
from pinprick.cohort.native.signs import Fields, pair_fields, sign_fields
from pinprick.cohort.native.urgency import alarm_fields, program_fields, urgency_fields
from pinprick.knowledge.ids import AGE, OTHER, SIDE
from pinprick.knowledge.quantity import number
from pinprick.model.axes import Model

Bytes = npt.NDArray[np.uint8]
ALIGNED = 64
"""Every array begins where a vector may."""
_TYPES = {
    "count": np.int32,
    "int32_t": np.int32,
    "uint32_t": np.uint32,
    "uint8_t": np.uint8,
    "double": np.float64,
}


def fields(model: Model) -> dict[str, object]:
    """All tables by their names.

    Raises:
        ValueError: when the model holds what the kernel does not know."""
    its, settings = axes(model), model.knowledge.settings
    place, named = findings(model), model.knowledge.vocabulary.findings
    if AGE not in place or SIDE not in place:
        raise ValueError("the kernel needs the age and the side among the findings")
    own: Fields = {
        "columns": len(place),
        "side_column": place.index(SIDE),
        "age_column": place.index(AGE),
        "bands": len(named[AGE].bins),
        "band_edges": named[AGE].bins,
        "variants": len(its.variants),
        "variant_room": len(filled(its.variants.astype(np.float64))),
        "causes": len(model.causes),
        "other": model.causes.index(OTHER),
        "groups": len(its.group_first) - 1,
        "group_first": its.group_first,
        "other_group": its.other_group,
        "settings": [
            number(settings.map.wrong_side),
            number(settings.map.left_out),
            settings.other.worrying,
            settings.harm.least_raised,
        ],
    }
    parts = (sign_fields, pair_fields, program_fields, urgency_fields)
    every = dict(own)
    for part in (*parts, alarm_fields, map_fields, word_fields, unit_fields):
        every |= part(model)
    return every


def block(model: Model, layout: str) -> Bytes:
    """The tables as the kernel reads them: the offset of each field of its `layout`, then the
    fields, each from a whole vector on.

    Raises:
        ValueError: when the model holds what the kernel does not know, or the kernel asks for a
            table that there is none of."""
    every, named = fields(model), [one.split(":") for one in layout.split()]
    missing = [name for name, _ in named if name not in every]
    if missing:
        raise ValueError(f"the kernel asks for tables that are not made: {', '.join(missing)}")
    arrays = [np.ascontiguousarray(every[name], dtype=_TYPES[kind]) for name, kind in named]
    at, offsets = _aligned(8 * len(arrays)), list[int]()
    for array in arrays:
        offsets.append(at)
        at += _aligned(max(array.nbytes, 1))
    whole = aligned(at)
    whole[: 8 * len(offsets)] = np.array(offsets, dtype=np.int64).view(np.uint8)
    for offset, array in zip(offsets, arrays, strict=True):
        whole[offset : offset + array.nbytes] = array.reshape(-1).view(np.uint8)
    whole.flags.writeable = False
    return whole


def aligned(size: int) -> Bytes:
    """So many bytes, all 0, that begin where a vector may."""
    room = np.zeros(size + ALIGNED, dtype=np.uint8)
    start = -room.ctypes.data % ALIGNED
    return room[start : start + size]


def _aligned(size: int) -> int:
    return -(-size // ALIGNED) * ALIGNED
