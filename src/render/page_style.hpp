#pragma once

#include <string_view>

namespace attune::render {

/// The style of a page. Text and background keep a contrast of 4.5 to 1 or more in both schemes,
/// the steps of the calendar included; one hue for amounts, so nothing rests on telling red from
/// green.
inline constexpr std::string_view kPageStyle = R"css(
:root { --back: #ffffff; --ink: #1c2024; --soft: #565e66; --edge: #d8dde3; --bar: #2f6fb0; --band: #2f6fb0; --wash: #f4f6f9;
  --h0: #e4eefa; --t0: #1c2024; --h1: #b8d3f0; --t1: #1c2024; --h2: #7fb0e0; --t2: #10161c; --h3: #2d69a6; --t3: #ffffff;
  --h4: #123f73; --t4: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --back: #14181c; --ink: #e8ebee; --soft: #a9b2bb; --edge: #363e46;
  --bar: #78b0e8; --band: #78b0e8; --wash: #1b2127; --h0: #1e2c3a; --t0: #e8ebee; --h1: #25486a; --t1: #ffffff; --h2: #2e6399;
  --t2: #ffffff; --h3: #7fb4e6; --t3: #10161c; --h4: #cfe5fb; --t4: #10161c; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0 auto; padding: 2rem 1.25rem 2.5rem; max-width: 48rem; background: var(--back); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: break-word; }
header { border-bottom: 1px solid var(--edge); padding-bottom: .75rem; margin-bottom: 1.5rem; display: flex; flex-wrap: wrap;
  justify-content: space-between; align-items: baseline; gap: .1rem 1rem; }
h1 { font-size: 1.6rem; line-height: 1.2; font-weight: 650; letter-spacing: -.01em; margin: 0; }
header p { margin: 0; color: var(--soft); }
section, .part { margin: 0 0 2.25rem; }
h2 { font-size: 1.125rem; line-height: 1.3; font-weight: 650; margin: 0 0 .75rem; }
h2 small { font-size: .875rem; font-weight: normal; color: var(--soft); }
p { margin: .6rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.25rem; margin: .6rem 0; }
dt { font-weight: 600; grid-column: 1; }
dd { margin: 0; grid-column: 2; }
#explanation dl { grid-template-columns: 6rem 1fr; }
table { border-collapse: collapse; width: 100%; margin: .25rem 0; font-variant-numeric: tabular-nums; }
caption, .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { text-align: left; vertical-align: top; padding: .4rem .9rem .4rem 0; font-weight: normal; }
th[scope=row] { font-weight: 600; width: 1%; }
@media (min-width: 36rem) { th[scope=row] { white-space: nowrap; padding-right: 1.75rem; } }
thead th, thead td { color: var(--soft); font-size: .875rem; border-bottom: 1px solid var(--edge); }
tbody tr + tr > * { border-top: 1px solid var(--edge); }
.num { width: 1%; text-align: right; white-space: nowrap; }
.bars th { width: 1%; white-space: nowrap; max-width: 14rem; overflow: hidden; text-overflow: ellipsis; }
.bars td:last-child { padding-right: 0; vertical-align: middle; }
.bars tr > * { border: 0 !important; padding-top: .2rem; padding-bottom: .2rem; }
.told th[scope=row] { width: 9.5rem; white-space: normal; padding-right: .75rem; } .told div { display: flex; flex-wrap: wrap; align-items: center; gap: .15rem 1rem; }
.told span { flex: 0 1 23rem; font-size: .875rem; } .told svg.bar { flex: 1 1 8rem; min-width: 8rem; width: 100%; }
svg.bar { display: block; width: 100%; height: .8rem; fill: var(--bar); overflow: visible; }
.whisker { stroke: var(--ink); stroke-width: 1.5; }
figure { margin: .5rem 0; }
figcaption, .under { color: var(--soft); font-size: .875rem; margin-top: .4rem; }
svg.chart { display: block; width: 100%; max-width: 30rem; height: auto; font: 12px system-ui, -apple-system, "Segoe UI", Roboto,
  "Noto Sans", sans-serif; fill: var(--ink); }
.axis { fill: var(--soft); font-size: 11.5px; } .mid { text-anchor: middle; } .end { text-anchor: end; } .start { text-anchor: start; }
.cell, .big, .small { text-anchor: middle; } .big { font-size: 13px; font-weight: 600; } .small { font-size: 10.5px; } .date { font-size: 10px; }
.name { font-weight: 600; font-size: 12.5px; } .value { stroke: var(--back); stroke-width: 3px; }
.h0 { fill: var(--h0); } .h1 { fill: var(--h1); } .h2 { fill: var(--h2); } .h3 { fill: var(--h3); } .h4 { fill: var(--h4); }
.t0 { fill: var(--t0); } .t1 { fill: var(--t1); } .t2 { fill: var(--t2); } .t3 { fill: var(--t3); } .t4 { fill: var(--t4); }
.none { fill: none; stroke: var(--edge); stroke-dasharray: 2 2; } .blank { fill: none; stroke: var(--edge); }
.speck { fill: var(--soft); fill-opacity: .6; }
.grid { stroke: var(--edge); } .band { fill: var(--band); fill-opacity: .22; }
.line { fill: none; stroke: var(--bar); stroke-width: 1.75; stroke-linejoin: round; } .slope { stroke-width: 2.25; }
.dot, .column { fill: var(--bar); } .count { fill: var(--soft); fill-opacity: .7; }
.trend { stroke: var(--ink); stroke-width: 1.25; stroke-dasharray: 5 3; } .mark { stroke: var(--soft); stroke-dasharray: 2 3; }
.missing { stroke: var(--soft); stroke-width: 1.5; stroke-dasharray: 3 3; } .reach { stroke: var(--band); stroke-width: 7; stroke-opacity: .3; stroke-linecap: round; }
.note { fill: var(--soft); font-size: 11.5px; stroke: var(--back); stroke-width: 3px; }
.change { fill: var(--ink); } .diagonal { stroke: var(--soft); stroke-dasharray: 4 4; }
.point { text-anchor: middle; fill: var(--ink); stroke: var(--back); stroke-width: 3px; }
.point.start { text-anchor: start; } .point.end { text-anchor: end; }
svg.map { max-width: 28rem; } .frame { fill: none; stroke: var(--soft); }
.border { fill: none; stroke: var(--edge); stroke-dasharray: 4 3; } .corner { fill: var(--soft); font-style: italic; }
.past { fill: var(--back); stroke: var(--bar); stroke-width: 1.75; }
svg.strip { display: block; width: 100%; min-width: 7rem; height: 1.2rem; } .scores td:last-child { width: 35%; padding-right: 0; }
td, tbody th { white-space: pre-line; }
svg.spark { display: block; width: 9rem; height: 2.1rem; } .sparks td, .sparks th { vertical-align: middle; padding-top: .2rem; padding-bottom: .2rem; }
.sparks { width: auto; } .sparks th, .sparks .num { width: auto; } .sparks .num { padding-left: 1rem; }
@media (min-width: 50rem) { figure:has(> svg) { display: grid; grid-template-columns: 30rem 1fr; gap: 0 1.75rem; } }
details { margin: .35rem 0 .75rem; } summary { cursor: pointer; color: var(--soft); font-size: .875rem; width: fit-content; padding: .2rem 0; }
.scroll { overflow-x: auto; background: var(--wash); border-radius: 6px; padding: .5rem .9rem; } .scroll table { width: auto; min-width: 60%; font-size: .875rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: .75rem 1rem; background: var(--wash); border-radius: 6px; }
:focus-visible { outline: 2px solid var(--bar); outline-offset: 2px; }
footer { border-top: 1px solid var(--edge); color: var(--soft); font-size: .875rem; }
@media (max-width: 30rem) { body { padding: 1.25rem 1rem 2rem; } th, td { padding-right: .6rem; } dl { grid-template-columns: 1fr; } dd, dt { grid-column: 1; }
  dd + dt { margin-top: .4rem; } #explanation dl { grid-template-columns: 1fr; } .told th[scope=row] { width: 6.5rem; }
  .told span { flex-basis: 12rem; font-size: .875rem; line-height: 1.4; } .told div { gap: .1rem; } svg.spark { width: 5.25rem; } .sparks .num { padding-left: .25rem; }
  .scores th[scope=row] { width: 6rem; font-size: .9rem; } .scores th, .scores td { padding-right: .5rem; }
  .scores td:last-child { width: 5rem; } svg.strip { min-width: 5rem; } }
@page { size: A4; margin: 10mm 11mm; }
@media print { :root { --back: #ffffff; --ink: #000000; --soft: #3d444b; --edge: #bbc1c7; --bar: #2f6fb0; --band: #2f6fb0; --wash: #ffffff;
  --h0: #e4eefa; --t0: #1c2024; --h1: #b8d3f0; --t1: #1c2024; --h2: #7fb0e0; --t2: #10161c; --h3: #2d69a6; --t3: #ffffff;
  --h4: #123f73; --t4: #ffffff; }
  body { max-width: none; padding: 0; font: 7.75pt/1.24 "Liberation Sans", Arial, Helvetica, "DejaVu Sans Condensed", sans-serif; } header { margin-bottom: .5rem; padding-bottom: .25rem; }
  h1 { font-size: 15pt; } main { columns: 2; column-gap: 7mm; } section, .part { margin-bottom: .55rem; } p { margin: .2rem 0; orphans: 2; widows: 2; }
  h2 { font-size: 9.5pt; margin-bottom: .15rem; break-after: avoid; } h2 small { font-size: 8pt; } dl { margin: .15rem 0; gap: .1rem .8rem; }
  section > p:first-of-type { break-before: avoid; } figure, tr, dt, dd { break-inside: avoid; } thead, dt { break-after: avoid; } table { margin: .1rem 0; }
  th, td { padding: .1rem .5rem .1rem 0; white-space: normal; } th[scope=row] { white-space: normal; width: auto; min-width: 15mm; padding-right: .5rem; }
  figure, figure:has(> svg) { display: block; margin: .1rem 0; } .bars tr > * { padding-top: .05rem; padding-bottom: .05rem; }
  .bars th[scope=row] { width: 19mm; min-width: 19mm; } svg.bar { height: 1.6mm; } .told div { display: block; }
  .told span, .told th { font-size: 7.25pt; line-height: 1.2; } svg.spark { height: 1.2rem; } .sparks td, .sparks th { padding: 0 .5rem 0 0; }
  svg.chart { max-width: 64mm; } svg.map { max-width: 58mm; } figcaption, .under, .scroll table, summary, thead th, footer { font-size: 7.5pt; margin-top: .1rem; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } details:not([open]), #queries { display: none; } }
)css";

}  // namespace attune::render
