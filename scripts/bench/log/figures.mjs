/** The one in the middle. */
export const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)];

/**
 * Lets both sides take turns; who begins changes from round to round.
 *
 * @param {number} rounds
 * @param {Record<string, (round: number) => Promise<number>>} sides each answers milliseconds
 * @param {() => Promise<void>} [before] prepares a round
 * @returns {Promise<Record<string, number[]>>} milliseconds of each round
 */
export async function takeTurns(rounds, sides, before = async () => {}) {
  const times = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    await before();
    const order = Object.keys(sides);
    if (round % 2 === 1) order.reverse();
    for (const name of order) times[name].push(await sides[name](round));
  }
  return times;
}
