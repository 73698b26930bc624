"""Statistics over arrays: pure functions, a library on its own; it reads and writes nothing.

One series in gives one answer; an array of many, series along the last axis (units of a funnel,
months of a chart, years of a trend), gives an array of answers, each to the last bit what the
series gives alone. Missing values are NaN or None and are left out, not taken for 0. What cannot be
told is NaN, or a word that says so. Input that makes no sense raises ValueError.

What is there, by module, and where the formulas come from:

- `funnel`: distance from a target, allowing for over-dispersion; limits at any size. Spiegelhalter
  2005; Spiegelhalter et al 2012; DerSimonian and Laird 1986; NHS SHMI method notes.
- `spc`: limits, labels, variation and assurance of XmR charts. Shewhart 1931; Wheeler 1993, 2000;
  NHS England Making Data Count.
- `rates`: proportions and rates with intervals; quantile groups. Wilson 1927;
  Breslow and Day 1987 (Byar); Armitage and Berry 2002 (exact); OHID.
- `trend`: Mann-Kendall test and Sen's slope. Mann 1945; Kendall 1975; Theil 1950; Sen 1968.
- `comparison`: neighbours' average, change, quartile band as the Local Authority Interactive Tool
  defines them, its faults mended; the weighted middle and spread.
- `dispersion`: counts more even than chance would make them. Fisher's index of dispersion.
- `disclosure`: which cells to hide beside a hidden one.

Changes, bands, trend words and the last two modules take one series at
a time. `rows` and `numeric` hold what the methods share.
"""
