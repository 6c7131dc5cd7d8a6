"""CDS Hooks 2.0: what a record holds that matters for numb feet, or for a medicine that is about to be
ordered, told as cards.

It translates `advice`, `urgency` and `account` and decides nothing. A card never calms: what is not in
a record is not "no", and without a reason there is no card. It asks no server of others for anything;
nothing that is sent is kept or logged. Only where clients sign their requests is the extra `hooks`
needed."""
