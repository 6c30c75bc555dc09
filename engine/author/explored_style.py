"""The style of the page of an exploration."""

STYLE = """
:root { color-scheme: light dark; --paper: #fbfaf7; --ink: #26231f; --soft: #6d675e; --line: #ddd8cd; --card: #fff;
  --a: #8a3b2b; --b: #2f6690; --c: #5b8c5a; --d: #b58a2b; --e: #6c4f8c; --bad: #b3261e; --dead: #8d8d8d; }
@media (prefers-color-scheme: dark) { :root { --paper: #171614; --ink: #e9e4da; --soft: #a49d90; --line: #38352f;
  --card: #201e1b; --a: #e08a74; --b: #7db4dc; --c: #8fc48d; --d: #dcb765; --e: #b898dc; --bad: #ff8a80;
  --dead: #77736b; } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 Georgia, "Times New Roman", serif }
main { max-width: 1180px; margin: 0 auto; padding: 2.5rem 1.5rem 5rem }
h1 { font-size: 2.4rem; margin: 0; font-weight: 600 }
h2 { margin: 2.8rem 0 .3rem; font-size: 1.45rem; font-weight: 600 }
p { max-width: 46rem; color: var(--soft); margin: .2rem 0 1rem } .under { font-style: italic }
small { color: var(--soft); font-size: .82em }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: .9rem;
  margin-top: 1.6rem }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .9rem 1rem }
.big { font-size: 2rem; line-height: 1.1 } .big small { font-size: 1rem }
.meter { height: 7px; background: var(--line); border-radius: 4px; overflow: hidden; margin: .5rem 0 .35rem;
  display: flex }
.meter i { display: block; height: 100% } .meter .reached { background: var(--c) }
.meter .impossible { background: var(--dead) }
svg { width: 100%; height: auto; display: block; max-width: 900px } .wide svg { max-width: none }
.wide { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .4rem }
svg text { font-family: Georgia, "Times New Roman", serif; fill: var(--ink) }
.tick { font-size: 11.5px; fill: var(--soft) !important } .what { font-size: 14px }
.lane { font-size: 14px; font-style: italic; paint-order: stroke; stroke: var(--card); stroke-width: 5px }
.name { font-size: 13px; stroke: none } .grid { stroke: var(--line); stroke-width: 1 }
.line { fill: none; stroke-width: 2.2 } .line.k-scene { stroke: var(--a) } .name.k-scene { fill: var(--a) }
.line.k-choice { stroke: var(--b) } .name.k-choice { fill: var(--b) }
.line.k-outcome { stroke: var(--d) } .name.k-outcome { fill: var(--d) }
.line.k-text { stroke: var(--c) } .name.k-text { fill: var(--c) }
.line.k-coda { stroke: var(--dead) } .name.k-coda { fill: var(--dead) }
.line.k-ending { stroke: var(--e) } .name.k-ending { fill: var(--e) }
.bar.p0 { fill: var(--b) } .bar.p1 { fill: var(--d) } .bar.p2 { fill: var(--dead) }
.whisker { stroke: var(--ink); stroke-width: 1.2 }
.way { fill: none; stroke: var(--soft) }
.dot { fill: var(--b); stroke: var(--card); stroke-width: 1 } .dot.ending { fill: var(--a) }
.dot.unmet { fill: var(--card); stroke: var(--b); stroke-width: 1.6 }
.dot.not-found { fill: var(--card); stroke: var(--bad); stroke-width: 2 } .dot.impossible { fill: var(--dead) }
details { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .5rem 1rem;
  margin: .5rem 0 }
summary { cursor: pointer } ul { list-style: none; padding: 0; margin: .5rem 0 }
li { padding: .3rem 0; border-top: 1px solid var(--line) }
code { font: .88em/1.4 ui-monospace, "DejaVu Sans Mono", Menlo, monospace }
q { color: var(--soft); font-style: italic }
pre { margin: .2rem 0; white-space: pre-wrap; overflow-wrap: anywhere; color: var(--soft);
  font: .74em/1.4 ui-monospace, "DejaVu Sans Mono", Menlo, monospace }
.reason { margin: .1rem 0 .3rem 1rem }
"""
