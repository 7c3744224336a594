/** Lines about a workspace that is killed while it is written to. */
export function crashTable({ rounds, writes, lost, kinds }) {
  const each = Object.entries(kinds).map(([kind, count]) => `${kind} ${count}`);
  return [`killed ${rounds} times: ${writes} acknowledged writes (${each.join(", ")}), ${lost} lost`];
}
