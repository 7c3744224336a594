import { createRequire } from "node:module";

/** The modules that Pulumi's dynamic provider process speaks through; they are dependencies of @pulumi/pulumi. */
export const fromPulumi = createRequire(require.resolve("@pulumi/pulumi/package.json"));

interface StructClass {
  fromJavaScript(value: Record<string, unknown>): { toJavaScript(): Record<string, unknown> };
}
const { Struct } = fromPulumi("google-protobuf/google/protobuf/struct_pb.js") as { Struct: StructClass };

/** `values` as they come out at the other end of Pulumi's protocol. @throws where the protocol refuses them */
export function overTheWire(values: Record<string, unknown>): Record<string, unknown> {
  return Struct.fromJavaScript(values).toJavaScript();
}
