#pragma once

#include <string_view>

namespace attune::render {

/// The style of a page. Text and background keep a contrast of 4.5 to 1 or more in both schemes,
/// the steps of the calendar included; one hue for amounts, so nothing rests on telling red from
/// green.
inline constexpr std::string_view kPageStyle = R"css(
:root { --back: #ffffff; --ink: #1c2024; --soft: #565e66; --edge: #d5dae0; --bar: #2f6fb0; --band: #2f6fb0;
  --h0: #e4eefa; --t0: #1c2024; --h1: #b8d3f0; --t1: #1c2024; --h2: #7fb0e0; --t2: #10161c; --h3: #2d69a6; --t3: #ffffff;
  --h4: #123f73; --t4: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --back: #14181c; --ink: #e8ebee; --soft: #a9b2bb; --edge: #3a424a;
  --bar: #78b0e8; --band: #78b0e8; --h0: #1e2c3a; --t0: #e8ebee; --h1: #25486a; --t1: #ffffff; --h2: #2e6399;
  --t2: #ffffff; --h3: #7fb4e6; --t3: #10161c; --h4: #cfe5fb; --t4: #10161c; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.25rem 1rem 2rem; max-width: 44rem; background: var(--back); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: break-word; }
header { border-bottom: 2px solid var(--ink); margin-bottom: 1rem; display: flex; flex-wrap: wrap;
  justify-content: space-between; align-items: baseline; gap: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0; }
header p { margin: 0 0 .4rem; color: var(--soft); }
section { margin: 0 0 1.75rem; }
h2 { font-size: 1.125rem; margin: 0 0 .5rem; }
h2 small { font-size: .875rem; font-weight: normal; color: var(--soft); }
p { margin: .5rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; margin: .5rem 0; }
dt { font-weight: 600; grid-column: 1; }
dd { margin: 0; grid-column: 2; }
#explanation dl { grid-template-columns: 6rem 1fr; }
table { border-collapse: collapse; width: 100%; margin: .25rem 0; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; font-weight: normal; }
th[scope=row] { font-weight: 600; width: 1%; }
@media (min-width: 36rem) { th[scope=row] { white-space: nowrap; padding-right: 1.5rem; } }
thead th { color: var(--soft); font-size: .875rem; border-bottom: 1px solid var(--edge); }
tbody tr + tr > * { border-top: 1px solid var(--edge); }
.num { width: 1%; text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.bars th { width: 1%; white-space: nowrap; max-width: 14rem; overflow: hidden; text-overflow: ellipsis; }
.bars .num { width: 1%; }
.bars td:last-child { padding-right: 0; vertical-align: middle; }
.bars tr > * { border: 0 !important; padding-top: .15rem; padding-bottom: .15rem; }
svg.bar { display: block; width: 100%; height: .8rem; fill: var(--bar); }
.bars.told td { font-variant-numeric: tabular-nums; } .bars.told td:last-child { width: 40%; }
.whisker { stroke: var(--ink); stroke-width: 1.5; }
figure { margin: .5rem 0; }
figcaption { color: var(--soft); font-size: .875rem; }
svg.chart { display: block; width: 100%; max-width: 34rem; height: auto; font: 10px system-ui, sans-serif; }
.axis { fill: var(--soft); } .mid { text-anchor: middle; } .end { text-anchor: end; }
.cell { text-anchor: middle; font-size: 11px; }
.h0 { fill: var(--h0); } .h1 { fill: var(--h1); } .h2 { fill: var(--h2); } .h3 { fill: var(--h3); } .h4 { fill: var(--h4); }
.t0 { fill: var(--t0); } .t1 { fill: var(--t1); } .t2 { fill: var(--t2); } .t3 { fill: var(--t3); } .t4 { fill: var(--t4); }
.none { fill: none; stroke: var(--edge); stroke-dasharray: 2 2; }
.grid { stroke: var(--edge); } .band { fill: var(--band); fill-opacity: .22; }
.line { fill: none; stroke: var(--bar); stroke-width: 1.5; } .dot { fill: var(--bar); }
.point { text-anchor: middle; fill: var(--ink); stroke: var(--back); stroke-width: 3px; paint-order: stroke; }
.start { text-anchor: start; } .map { max-width: 30rem; } .frame { fill: none; stroke: var(--soft); }
.border { fill: none; stroke: var(--edge); stroke-dasharray: 4 3; } .corner { fill: var(--soft); font-style: italic; }
.past { fill: var(--back); stroke: var(--bar); stroke-width: 1.5; }
svg.strip { display: block; width: 100%; min-width: 7rem; height: 1.2rem; } .scores td:last-child { width: 35%; padding-right: 0; }
.scores td { white-space: pre-line; }
@media (max-width: 30rem) { .scores th[scope=row] { white-space: nowrap; font-size: .9rem; } .scores th, .scores td { padding-right: .5rem; }
  .scores td:last-child { width: 4rem; } svg.strip { min-width: 4rem; } }
details { margin: .5rem 0; } summary { cursor: pointer; color: var(--soft); }
.scroll { overflow-x: auto; } .scroll table { width: auto; min-width: 60%; font-size: .875rem; }
pre { overflow-x: auto; padding: .75rem; border: 1px solid var(--edge); border-radius: 4px; }
:focus-visible { outline: 2px solid var(--bar); outline-offset: 2px; }
footer { border-top: 1px solid var(--edge); color: var(--soft); font-size: .875rem; }
@media (max-width: 30rem) { th, td { padding-right: .5rem; } dl { grid-template-columns: 1fr; } dd, dt { grid-column: 1; } #explanation dl { grid-template-columns: 1fr; } }
@media print { :root { --back: #ffffff; --ink: #000000; --soft: #333333; --edge: #bbbbbb; --bar: #2f6fb0; }
  body { max-width: none; padding: 0; font-size: 10.5pt; } section, figure, table { break-inside: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } details:not([open]) { display: none; }
  :root { --h0: #e4eefa; --t0: #1c2024; --h1: #b8d3f0; --t1: #1c2024; --h2: #7fb0e0; --t2: #10161c; --h3: #2d69a6;
  --t3: #ffffff; --h4: #123f73; --t4: #ffffff; --band: #2f6fb0; } }
)css";

}  // namespace attune::render
