/**
 * For what a distribution or an API refers to. Where it goes or is replaced, Terraform first lets them go over to what
 * comes in its place, and removes it then; without this it would remove it first, which AWS refuses while it is in use.
 * Those resources change in place but for their names, so that the old and the new one never have the same.
 */
export const REMOVED_AFTER_USE = { createBeforeDestroy: true } as const;
