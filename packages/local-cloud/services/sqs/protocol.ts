import type { Protocol } from '../../core/service';
import { awsJson } from '../../gateway/protocols/aws-json';
import { SqsError } from './errors';

const JSON_PROTOCOL = awsJson('AmazonSQS', 'application/x-amz-json-1.0');

/**
 * AWS JSON, with the code of the query protocol that came before it in a header of every error
 * (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait).
 */
export const protocol: Protocol = {
  ...JSON_PROTOCOL,
  renderError(error, requestId) {
    const { headers, ...answer } = JSON_PROTOCOL.renderError(error, requestId);
    const code = error instanceof SqsError ? error.queryCode : error.code;
    const side = error.statusCode < 500 ? 'Sender' : 'Receiver';
    return { ...answer, headers: { ...headers, 'x-amzn-query-error': `${code};${side}` } };
  },
};
