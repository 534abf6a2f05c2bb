import { awsJson } from '../../core/protocols/aws-json';
import type { Protocol } from '../../core/service';
import { SqsError } from './errors';

const JSON_PROTOCOL = awsJson('AmazonSQS', '1.0');

/**
 * AWS JSON, with the error code of the older query protocol in a header of every error
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
