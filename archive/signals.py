"""What the archive tells the world.

Both are sent inside the transaction that changes the data, so that a receiver's rows stand or fall with it.
Keyword: `transcript_id` (int). `transcript_changed`: its records, metadata or state differ from before.
`transcript_removed`: it is about to be deleted; also carries `record_ids` (list of int).
"""

from django.dispatch import Signal

transcript_changed = Signal()
transcript_removed = Signal()
