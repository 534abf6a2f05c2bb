/** Readable in light and dark, on every width, with contrasts of 4.5 to 1 at least. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --ink: #1d2230; --paper: #fbfaf7; --line: #c9c4b8; --call: #1f4fd1; --mark: #6b4a00; --mark-paper: #ffe7ad; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceae4; --paper: #171a22; --line: #454a58; --call: #9db8ff; --mark: #ffe7ad; --mark-paper: #4a3600; } }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--paper); font: 1.0625rem/1.5 system-ui, sans-serif; }
main { max-width: 34rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
.mark { margin: 0; padding: .75rem 1rem; text-align: center; color: var(--mark); background: var(--mark-paper); }
h1 { margin: 0; font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
.price { margin: .25rem 0 1rem; font-size: 2rem; font-variant-numeric: tabular-nums; }
form { margin: 1.25rem 0; }
form p { margin: .375rem 0 0; }
button { width: 100%; min-height: 3rem; padding: .5rem 1rem; border: 2px solid var(--call); border-radius: .5rem; color: var(--call); background: transparent; font: inherit; font-weight: 600; cursor: pointer; }
button.first { color: var(--paper); background: var(--call); }
button:focus-visible, a:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
a { display: inline-block; padding: .5rem 0; color: var(--call); }
`;
