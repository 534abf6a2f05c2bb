import type { ResourceChange } from '../plan/terraform-plan';

/** Terraform's words for why (https://developer.hashicorp.com/terraform/internals/json-format), in ours. */
const REASONS: Readonly<Record<string, string>> = {
  replace_because_tainted: 'It is marked as tainted: the run that made it did not come to its end.',
  replace_because_cannot_update: '',
  replace_by_request: 'Somebody asked for the replacement (-replace).',
  replace_by_triggers: 'What it is to be replaced with has changed (replace_triggered_by).',
  delete_because_no_resource_config: 'The code no longer has it.',
  delete_because_no_module: 'The code no longer has its module.',
  delete_because_wrong_repetition:
    'The code no longer has it in this form: its count or for_each was changed.',
  delete_because_count_index: 'The code has fewer of them (count).',
  delete_because_each_key: 'The code no longer has its key (for_each).',
  delete_because_no_move_target: 'It was to be moved to what the code does not have.',
};

/** Why, from where and as what: what is to be known of a change beside its attributes. */
export function circumstances({ reason, previousAddress, importedId, deposed }: ResourceChange): string[] {
  const why = reason === undefined ? '' : (REASONS[reason] ?? `Terraform says: ${reason}.`);
  return [
    ...(previousAddress === undefined ? [] : [`It moves here from ${previousAddress}.`]),
    ...(importedId === undefined ? [] : [`It is taken over as it is on AWS (${importedId}).`]),
    ...(deposed === undefined
      ? []
      : [`An old copy of it (${deposed}), which an interrupted replacement has left behind.`]),
    ...(why === '' ? [] : [why]),
  ];
}
