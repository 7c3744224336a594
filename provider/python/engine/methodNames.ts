/** Methods of dictionaries that are followed. */
export const dictMethods: ReadonlySet<string> = new Set(
  "get items keys values update setdefault pop copy to_dict popitem clear".split(" "),
);
/** Methods of lists and tuples that are followed. */
export const listMethods: ReadonlySet<string> = new Set(
  "append extend insert pop remove copy index count sort reverse clear add update union discard popleft appendleft".split(
    " ",
  ),
);
