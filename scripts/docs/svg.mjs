// A terminal's output as a picture. It brings its own background, so it reads the same on a light and on a dark page.

/** Text colours on the picture's own background; each has a contrast of at least 4.5 to 1. */
const palette = {
  text: "#d8dee9",
  black: "#8b949e",
  red: "#ff8f87",
  green: "#7ee787",
  yellow: "#e3b341",
  blue: "#79c0ff",
  magenta: "#d2a8ff",
  cyan: "#76e3ea",
  white: "#f0f6fc",
};

const size = 13;
const advance = size * 0.602;
const leading = 19;
const margin = 18;
const bar = 34;

const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/**
 * @param {import("./ansi.mjs").Piece[][]} lines
 * @param {{ title: string, description: string }} words `description` is for who does not see the picture
 */
export function terminalPicture(lines, { title, description }) {
  const columns = Math.max(...lines.map((pieces) => pieces.reduce((sum, { text }) => sum + [...text].length, 0)));
  const width = Math.ceil(columns * advance + 2 * margin);
  const height = bar + lines.length * leading + margin;
  const rows = lines.flatMap((pieces, row) => {
    let column = 0;
    return pieces.map((piece) => {
      const at = column;
      column += [...piece.text].length;
      return text(piece, margin + at * advance, bar + (row + 1) * leading);
    });
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="t d" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<title id="t">${escaped(title)}</title>
<desc id="d">${escaped(description)}</desc>
<rect width="${width}" height="${height}" rx="8" fill="#161b22" stroke="#6e7681"/>
<text x="${width / 2}" y="22" text-anchor="middle" font-family="system-ui, sans-serif" font-size="12" fill="#b1bac4">${escaped(title)}</text>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${size}" fill="${palette.text}">
${rows.filter(Boolean).join("\n")}
</g>
</svg>
`;
}

function text(piece, x, y) {
  const spaces = /^ */.exec(piece.text)[0].length;
  const shown = piece.text.trim();
  if (shown === "") return undefined;
  const length = [...shown].length;
  const left = x + spaces * advance;
  const colour = piece.colour === undefined ? "" : ` fill="${palette[piece.colour]}"`;
  const weight = piece.bold ? ' font-weight="600"' : "";
  // The length keeps columns in place whatever font there is; a plain space would shrink with its neighbours.
  return `<text x="${left.toFixed(1)}" y="${y}" textLength="${(length * advance).toFixed(1)}" lengthAdjust="spacingAndGlyphs"${colour}${weight}>${escaped(shown).replaceAll(" ", "\u00a0")}</text>`;
}
