/** A state machine whose executions wait ten minutes. */
export const longWait = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 600, End: true } } };
