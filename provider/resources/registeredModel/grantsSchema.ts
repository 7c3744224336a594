import { z } from "zod";

/**
 * Who gets something: the name of a user or a group, the application id of a service principal, or
 * `servicePrincipal:<display name>`.
 */
export const principal = z
  .string()
  .regex(/^\S(?:.{0,254}\S)?$/, "a user, a group, an application id, or `servicePrincipal:<display name>`");

const privilege = z
  .string()
  .regex(/^[A-Za-z][A-Za-z _]{1,63}$/, "a privilege is named like EXECUTE or ALL_PRIVILEGES")
  .transform((name) => name.toUpperCase().replaceAll(" ", "_"));

/** Privileges of a model by principal. The order of privileges means nothing. */
export const grantsSchema = z.strictObject({
  principals: z.record(
    principal,
    z
      .array(privilege)
      .min(1, "name at least one privilege, or leave the principal out")
      .transform((names) => [...new Set(names)].sort()),
  ),
  mode: z.enum(["additive", "authoritative"]).optional(),
});

/** See {@link grantsSchema}. */
export type Grants = z.infer<typeof grantsSchema>;
