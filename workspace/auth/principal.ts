/** A resource a served agent may use, as its MLmodel declares it: kind (`serving_endpoint` …) and name. */
export interface DeclaredResource {
  kind: string;
  name: string;
}

/** Who a call comes from. */
export type Principal =
  | { kind: "user"; name: string }
  | { kind: "servicePrincipal"; name: string }
  | {
      /** A served entity, with the credential the workspace gave it. */
      kind: "agent";
      /** `endpoint/entity`. */
      name: string;
      /** Model and version, for messages. */
      model: string;
      resources: readonly DeclaredResource[];
    };
