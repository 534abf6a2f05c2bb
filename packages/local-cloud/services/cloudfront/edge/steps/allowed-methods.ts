import { type RequestStep, refuse } from '../exchange';

/** Refuses methods that the behavior does not allow, and a GET with a body. */
export const allowedMethods: RequestStep = (exchange) => {
  const { behavior, request } = exchange;
  if (!behavior.allowedMethods.has(request.method)) {
    const methods = [...behavior.allowedMethods].join(', ');
    return refuse(
      exchange,
      403,
      `This distribution is not configured to allow the HTTP request method; it allows ${methods}.`,
    );
  }
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#RequestCustom-get-body
  if (request.method === 'GET' && request.body.length > 0)
    return refuse(exchange, 403, 'A GET request must not have a body.');
  return exchange;
};
