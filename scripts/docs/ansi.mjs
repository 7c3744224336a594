// A terminal's output as styled pieces of text.

/** Colours that a terminal program names by number. */
const colours = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

const begin = String.fromCharCode(27);
const styleEscape = new RegExp(`${begin}\\[([\\d;]*)m`);

/**
 * @typedef {{ text: string, colour?: string, bold?: boolean, dim?: boolean }} Piece
 */

/**
 * Lines of pieces. Only what Pulumi uses is understood: the sixteen colours, those of the 256 that stand for them, bold.
 *
 * @param {string} output
 * @returns {Piece[][]}
 */
export function terminalLines(output) {
  let style = {};
  return output.split("\n").map((line) => {
    const pieces = [];
    // Text and escapes take turns: even entries are text.
    line.split(styleEscape).forEach((part, index) => {
      if (index % 2 === 1) style = restyled(style, part);
      else if (part !== "") pieces.push({ text: part, ...style });
    });
    return pieces;
  });
}

function restyled(style, parameters) {
  let next = { ...style };
  const numbers = parameters.split(";").map(Number);
  for (let index = 0; index < numbers.length; index++) {
    const number = numbers[index];
    if (number === 0) next = {};
    else if (number === 1) next.bold = true;
    else if (number === 2) next.dim = true;
    else if (number >= 30 && number <= 37) next.colour = colours[number - 30];
    else if (number >= 90 && number <= 97) next.colour = colours[number - 90];
    else if (number === 38 && numbers[index + 1] === 5) {
      next.colour = colours[numbers[index + 2] % 8];
      index += 2;
    } else if (number === 39) delete next.colour;
    else if (number === 22) {
      delete next.bold;
      delete next.dim;
    }
  }
  return next;
}
