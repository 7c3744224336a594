/** A field that no type knows and that is right nevertheless. */
export interface Accepted {
  /** `request` or `answer`. */
  of: "request" | "answer";
  /** The workspace's route, method and path. */
  route: RegExp;
  /** Path of the field. */
  field: RegExp;
  /** Why it is right. */
  why: string;
}

const endpoints = /^(?:GET|POST|PUT|PATCH) \/api\/2\.0\/serving-endpoints/;
const published = "in answers of real workspaces that their owners published";

/** All of them. One that nothing needs any more fails the section. */
export const accepted: readonly Accepted[] = [
  { of: "answer", route: endpoints, field: /(?:^|\.)creator_(?:kind|display_name)$/, why: published },
  { of: "answer", route: endpoints, field: /(?:^|\.)resource_credential_strategy$/, why: published },
  { of: "answer", route: endpoints, field: /(?:^|\.)state\.suspend$/, why: published },
  { of: "answer", route: endpoints, field: /(?:^|\.)served_(?:entities|models)\[\]\.type$/, why: published },
  { of: "answer", route: endpoints, field: /(?:^|\.)effective_budget_policy_id$/, why: published },
  { of: "answer", route: endpoints, field: /(?:^|\.)(?:endpoint_type|capabilities)$/, why: published },
  { of: "answer", route: endpoints, field: /^endpoints\[\]\.(?:permission_level|route_optimized)$/, why: published },
  {
    of: "answer",
    route: endpoints,
    field: /(?:^|\.)auth_policy$/,
    why: "the scopes that an agent was granted, as this project's notes on Databricks have it; not seen in a published answer",
  },
  {
    of: "answer",
    route: /^GET \/api\/2\.0\/preview\/scim/,
    field: /^(?:schemas|totalResults|startIndex|itemsPerPage)$/,
    why: "a list of SCIM has them (RFC 7644, 3.4.2)",
  },
  {
    of: "answer",
    route: /^GET \/api\/2\.0\/vector-search\/indexes\/\{index\}$/,
    field: /^status\.detailed_state$/,
    why: "the client databricks-vectorsearch reads it",
  },
  {
    of: "answer",
    route: /^POST \/api\/2\.0\/external-function$/,
    field: /^/,
    why: "the answer is the one of whatever the connection leads to",
  },
];
