import type { Cloud } from '../../../core/service';
import type { ObjectFetch, RequestStep, ResponseStep } from './exchange';
import type { ObjectCache } from './object-cache';
import { allowedMethods } from './steps/allowed-methods';
import { byteRange } from './steps/byte-range';
import { cacheLookup } from './steps/cache-lookup';
import { compression } from './steps/compression';
import { contentLength } from './steps/content-length';
import { customErrorPage } from './steps/custom-error-page';
import { firewall } from './steps/firewall';
import { generatedHeaders } from './steps/generated-headers';
import { geoRestriction } from './steps/geo-restriction';
import { notModified } from './steps/not-modified';
import { objectRequest } from './steps/object-request';
import { OriginClient } from './steps/origin';
import { originFailover } from './steps/origin-failover';
import { requestLimits } from './steps/request-limits';
import { responseHeadersPolicy } from './steps/response-headers-policy';
import { standardHeaders } from './steps/standard-headers';
import { viewerHeaders } from './steps/viewer-headers';
import { viewerRequestFunction } from './steps/viewer-request-function';
import { viewerResponseFunction } from './steps/viewer-response-function';

/** The steps of a request, in order. */
export interface Pipeline {
  /** Run until one of them answers. The last one always does. */
  readonly request: readonly RequestStep[];
  /** All of them run, whichever step answered. Each decides whether it applies. */
  readonly response: readonly ResponseStep[];
}

/**
 * What an edge location does with a viewer's request. The behavior is chosen before the first step. There is no
 * step for the viewer protocol: the local port stands for HTTPS (`viewer-server.ts`).
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HowCloudFrontWorks.html#HowCloudFrontWorksContentDelivery
 */
export function pipeline(cloud: Cloud, cache: ObjectCache): Pipeline {
  const log = (line: string): void => cloud.log('cloudfront', line);
  const fetchObject = objectFetch(cloud, cache);
  return {
    request: [
      requestLimits,
      firewall(cloud.clock),
      geoRestriction,
      allowedMethods,
      generatedHeaders,
      viewerRequestFunction(log),
      objectRequest(fetchObject),
    ],
    response: [
      customErrorPage(fetchObject),
      viewerHeaders,
      notModified,
      byteRange,
      responseHeadersPolicy,
      viewerResponseFunction(log),
      standardHeaders(cloud.clock),
      contentLength,
    ],
  };
}

/**
 * From the cache to the origin and back, the innermost first. Each wraps the one before it: the cache is asked
 * first, and what is cached is compressed already.
 */
function objectFetch(cloud: Cloud, cache: ObjectCache): ObjectFetch {
  const client = new OriginClient(cloud);
  const askWithFailover = originFailover((origin, call) => client.ask(origin, call));
  const askAndCompress = compression(askWithFailover);
  return cacheLookup(cloud, cache, askAndCompress);
}
