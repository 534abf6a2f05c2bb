import type { AwsError } from '../../../core/errors';
import type { HttpRequest, HttpResponse } from '../../../core/http/message';
import type { Json, JsonObject } from '../../../core/json';
import { type ParsedCall, parseRoute, type Route } from '../../../core/protocols/rest';
import { element, elementTexts, escapeXml } from '../../../core/protocols/xml';
import { errorResponse } from '../../../core/protocols/xml-error';
import type { Protocol, ServiceCall } from '../../../core/service';
import type { Invalidation } from './invalidations';

const NAMESPACE = 'http://cloudfront.amazonaws.com/doc/2020-05-31/';
const ROOT = '/2020-05-31/';

const ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: /^\/2020-05-31\/distribution\/([^/]+)\/invalidation$/,
    parse: ({ body }, DistributionId = '') => ({
      action: 'CreateInvalidation',
      input: { DistributionId, ...batch(body.toString('utf8')) },
    }),
  },
  {
    method: 'GET',
    path: /^\/2020-05-31\/distribution\/([^/]+)\/invalidation\/([^/]+)$/,
    parse: (_, DistributionId = '', Id = '') => ({
      action: 'GetInvalidation',
      input: { DistributionId, Id },
    }),
  },
];

/** CloudFront's API, as far as it is run. https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateInvalidation.html */
export const restXml: Protocol = {
  parse(request: HttpRequest): ParsedCall | undefined {
    if (!request.path.startsWith(ROOT)) return undefined;
    return parseRoute(ROUTES, request) ?? { action: `${request.method} ${request.path}`, input: {} };
  },

  render(output: Json, call: ServiceCall): HttpResponse {
    const invalidation = output as unknown as Invalidation;
    const created = call.action === 'CreateInvalidation';
    const path = `${ROOT}distribution/${String(call.input['DistributionId'])}/invalidation/${invalidation.id}`;
    return {
      statusCode: created ? 201 : 200,
      headers: {
        'content-type': 'text/xml',
        'x-amzn-requestid': call.requestId,
        ...(created && { location: `https://cloudfront.amazonaws.com${path}` }),
      },
      body: document(invalidation),
    };
  },

  renderError(error: AwsError, requestId: string): HttpResponse {
    const { statusCode, body } = errorResponse(error, requestId, NAMESPACE);
    return {
      statusCode,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
      body: `<?xml version="1.0"?>\n${body}`,
    };
  },
};

function batch(xml: string): JsonObject {
  return { CallerReference: elementTexts(xml, 'CallerReference')[0] ?? '', Paths: elementTexts(xml, 'Path') };
}

function document({ id, status, createTime, callerReference, paths }: Invalidation): string {
  const items = paths.map((path) => element('Path', escapeXml(path)));
  const content = [
    element('Id', id),
    element('Status', status),
    element('CreateTime', createTime),
    element(
      'InvalidationBatch',
      element('Paths', element('Quantity', String(paths.length)), element('Items', ...items)),
      element('CallerReference', escapeXml(callerReference)),
    ),
  ];
  return `<?xml version="1.0"?>\n<Invalidation xmlns="${NAMESPACE}">${content.join('')}</Invalidation>`;
}
