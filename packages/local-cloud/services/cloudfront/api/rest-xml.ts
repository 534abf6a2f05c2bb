import type {
  AwsError,
  HttpRequest,
  HttpResponse,
  Json,
  JsonObject,
  Protocol,
  ServiceCall,
} from '../../../core/service';
import type { Invalidation } from './invalidations';
import { element, elementTexts, escaped } from './xml';

const NAMESPACE = 'http://cloudfront.amazonaws.com/doc/2020-05-31/';
const ROOT = '/2020-05-31/';
const INVALIDATIONS = /^\/2020-05-31\/distribution\/([^/]+)\/invalidation(?:\/([^/]+))?$/;

/** CloudFront's API, as far as it is run. https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateInvalidation.html */
export const restXml: Protocol = {
  parse(request: HttpRequest): { action: string; input: JsonObject } | undefined {
    if (!request.path.startsWith(ROOT)) return undefined;
    const [, DistributionId, Id] = INVALIDATIONS.exec(request.path) ?? [];
    if (DistributionId && Id && request.method === 'GET')
      return { action: 'GetInvalidation', input: { DistributionId, Id } };
    if (DistributionId && !Id && request.method === 'POST') {
      return {
        action: 'CreateInvalidation',
        input: { DistributionId, ...batch(request.body.toString('utf8')) },
      };
    }
    return { action: `${request.method} ${request.path}`, input: {} };
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

  renderError({ code, message, statusCode }: AwsError, requestId: string): HttpResponse {
    const error = element(
      'Error',
      element('Type', 'Sender'),
      element('Code', code),
      element('Message', escaped(message)),
    );
    return {
      statusCode,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
      body: `<?xml version="1.0"?>\n<ErrorResponse xmlns="${NAMESPACE}">${error}${element('RequestId', requestId)}</ErrorResponse>`,
    };
  },
};

function batch(xml: string): JsonObject {
  return { CallerReference: elementTexts(xml, 'CallerReference')[0] ?? '', Paths: elementTexts(xml, 'Path') };
}

function document({ id, status, createTime, callerReference, paths }: Invalidation): string {
  const items = paths.map((path) => element('Path', escaped(path)));
  const content = [
    element('Id', id),
    element('Status', status),
    element('CreateTime', createTime),
    element(
      'InvalidationBatch',
      element('Paths', element('Quantity', String(paths.length)), element('Items', ...items)),
      element('CallerReference', escaped(callerReference)),
    ),
  ];
  return `<?xml version="1.0"?>\n<Invalidation xmlns="${NAMESPACE}">${content.join('')}</Invalidation>`;
}
