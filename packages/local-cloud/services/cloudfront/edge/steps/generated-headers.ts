import { selects } from '../../model/selection';
import { field } from '../../request/fields';
import type { ViewerRequest } from '../../request/viewer-request';
import type { RequestStep } from '../exchange';

/**
 * Adds the `CloudFront-*` headers that the policies of a behavior ask for. What is not known of a viewer (on
 * one machine: city, network, fingerprint) is left out, as CloudFront leaves it out.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html
 */
export const generatedHeaders: RequestStep = (exchange) => {
  const { behavior, request } = exchange;
  const wanted = (name: string): boolean =>
    (behavior.cachePolicy.headers.kind === 'listed' && selects(behavior.cachePolicy.headers, name)) ||
    (behavior.originRequestPolicy?.generated.has(name) ?? false);
  const entries = Object.entries(makers).flatMap(([name, make]): [string, string[]][] => {
    const value = wanted(name) ? make(request) : undefined;
    return value === undefined ? [] : [[name, [value]]];
  });
  return { ...exchange, request: { ...request, fields: new Map([...request.fields, ...entries]) } };
};

const countryNames = new Intl.DisplayNames('en', { type: 'region' });

const makers: Readonly<Record<string, (request: ViewerRequest) => string | undefined>> = {
  'cloudfront-forwarded-proto': () => 'https',
  'cloudfront-viewer-address': ({ viewer }) => `${viewer.ip}:${viewer.port}`,
  'cloudfront-viewer-country': ({ viewer }) => viewer.country,
  'cloudfront-viewer-country-name': ({ viewer }) => viewer.country && countryNames.of(viewer.country),
  'cloudfront-viewer-http-version': ({ viewer }) => viewer.httpVersion,
  'cloudfront-viewer-header-count': (request) => String(headerNames(request).length),
  'cloudfront-viewer-header-order': (request) => headerNames(request).join(':').slice(0, 7_680),
  'cloudfront-is-android-viewer': byAgent(({ android }) => android),
  'cloudfront-is-desktop-viewer': byAgent(({ mobile, tablet, tv }) => !mobile && !tablet && !tv),
  'cloudfront-is-ios-viewer': byAgent(({ ios }) => ios),
  'cloudfront-is-mobile-viewer': byAgent(({ mobile }) => mobile),
  'cloudfront-is-smarttv-viewer': byAgent(({ tv }) => tv),
  'cloudfront-is-tablet-viewer': byAgent(({ tablet }) => tablet),
};

interface ViewerDevice {
  readonly android: boolean;
  readonly ios: boolean;
  readonly mobile: boolean;
  readonly tablet: boolean;
  readonly tv: boolean;
}

/** By the words in `User-Agent`; AWS does not publish its table. */
function deviceOf(agent: string): ViewerDevice {
  const tv = /smart-?tv|hbbtv|appletv|googletv|tizen.*tv|web0s|bravia|roku/i.test(agent);
  const android = /android/i.test(agent);
  const tablet = !tv && (/ipad|tablet|kindle|silk/i.test(agent) || (android && !/mobile/i.test(agent)));
  const mobile = !tv && !tablet && /iphone|ipod|mobile|windows phone/i.test(agent);
  return { android, tv, tablet, mobile, ios: /iphone|ipod|ipad/i.test(agent) };
}

function byAgent(test: (device: ViewerDevice) => boolean): (request: ViewerRequest) => string {
  return ({ fields }) => String(test(deviceOf(field(fields, 'user-agent') ?? '')));
}

function headerNames({ fields, cookies }: ViewerRequest): string[] {
  return [...fields.keys(), ...(cookies.length > 0 ? ['cookie'] : [])];
}
