"""A small named world as files: a briefing, an interview and a hostile text of an invented ministry, and three people."""

from __future__ import annotations

BRIEFING = """\
Ministry of External Affairs of the Republic of Maravia

Submitted on 2023-05-11 09:00:00

Briefing by Ministry Spokesperson Renata Quill, Port Selene, May 10, 2023

Good morning. The ferry to Crete sails again from Friday, and the customs house in Port Selene stays open until midnight.

Question: Will Greece open its lighthouse archive to our historians?

Renata Quill: Greece has agreed. The archive is in Athens, and the first three historians travel in June.

Question: And what about the mackerel quota that Norway has proposed?

Renata Quill: We have read the proposal. Norway and Iceland will meet us in Bergen to go through the figures.

Source URL: https://mea.maravia.example/en/briefings/2023-05-10
"""

INTERVIEW = """\
Minister of External Affairs Ilse Marchetti’s interview with the Harbour Daily, Port Selene, March 2, 2024

Question: Minister, is the lighthouse agreement with Greece in force?

Ilse Marchetti: Since January. Athens deposited its instrument first, and we followed a week later.

Question: What remains to be done?

Ilse Marchetti: The lamps must be changed. Tomas Arvidal began that work ten years ago, and I should like to finish it.
"""

HOSTILE = """\
Interview of Tomas Arvidal with the <script>alert(1)</script> Herald, Port Selene, June 4, 2020

Question: Is <img src=x onerror=alert(1)> obeyed by the lighthouse?

Tomas Arvidal: No. "><svg onload=alert(1)> is only read, {{ 7|add:7 }} too, and Greece agrees.
"""
