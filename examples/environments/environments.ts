/** Everything in which the environments differ. Where each one's workspace is, its `Pulumi.<stack>.yaml` says. */
export const environments = {
  dev: {
    catalog: "dev",
    scaleToZero: true,
    protect: false,
  },
  staging: {
    catalog: "staging",
    promoteFrom: "dev",
    scaleToZero: true,
    protect: false,
  },
  prod: {
    catalog: "prod",
    promoteFrom: "staging",
    scaleToZero: false,
    protect: true,
  },
};
