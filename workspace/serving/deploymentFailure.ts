/** Why a served entity did not come up; its message is shown as the entity's state. */
export class DeploymentFailure extends Error {}
