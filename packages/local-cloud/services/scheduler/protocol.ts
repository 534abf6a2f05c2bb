import { parseRoute, type Route } from '../../core/protocols/rest';
import { jsonAnswer, jsonError } from '../../core/protocols/rest-json';
import type { Protocol } from '../../core/service';

/** Scheduler's REST API (https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Operations.html). */
const ROUTES: readonly Route[] = [
  { method: 'GET', path: /^\/schedules$/, parse: () => ({ action: 'ListSchedules', input: {} }) },
  {
    method: 'GET',
    path: /^\/schedules\/([^/]+)$/,
    parse: ({ query }, Name = '') => {
      const group = query.get('groupName');
      return { action: 'GetSchedule', input: { Name, ...(group && { GroupName: group }) } };
    },
  },
];

export const protocol: Protocol = {
  parse: (request) => parseRoute(ROUTES, request),
  render: (output, { requestId }) => jsonAnswer(200, output, requestId),
  renderError: (error, requestId) => jsonError(error, { Message: error.message }, requestId),
};
