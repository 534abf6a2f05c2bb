'use strict';

const dgram = require('node:dgram');
const dns = require('node:dns');
const net = require('node:net');

const LOOPBACK = /^(localhost|(.+\.)?localhost\.?|127(\.\d{1,3}){3}|::1|\[::1\]|::ffff:127(\.\d{1,3}){3})$/i;

/** A function tried to reach another machine. AWS's clients do not retry this error. */
class OutsideConnectionRefused extends Error {
  constructor(functionName, host) {
    super(
      `The function ${functionName} tried to reach ${host}; nothing leaves the machine. ` +
        'AWS clients reach the local cloud by AWS_ENDPOINT_URL, which the client must not override.',
    );
    this.name = 'OutsideConnectionRefused';
    this.code = 'ERR_OUTSIDE_CONNECTION_REFUSED';
  }
}

/**
 * From now on nothing in this thread connects, sends or looks up names beyond the loopback interface.
 * Every TCP client of Node goes through `net.Socket.connect`: http, https, http2, tls and fetch too. What a
 * function starts outside of this thread (a child process, a thread of its own) is not watched.
 * @param {string} functionName
 */
function refuseOtherHosts(functionName) {
  const refusal = (host) => {
    const error = new OutsideConnectionRefused(functionName, host);
    process.stderr.write(`${error.message}\n`);
    return error;
  };
  guardSockets(refusal);
  guardDatagrams(refusal);
  guardNames(refusal);
}

function isLoopback(host) {
  return host === undefined || host === null || host === '' || LOOPBACK.test(String(host));
}

function guardSockets(refusal) {
  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function (...args) {
    const host = targetOf(args);
    if (isLoopback(host)) return connect.apply(this, args);
    const error = refusal(host);
    process.nextTick(() => this.destroy(error));
    return this;
  };
}

/** The host of any of the forms of `connect`; undefined for this machine or a Unix socket. */
function targetOf(args) {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === 'object' && first !== null) return first.path ? undefined : first.host;
  return typeof second === 'string' ? second : undefined;
}

function guardDatagrams(refusal) {
  const { send, connect } = dgram.Socket.prototype;
  dgram.Socket.prototype.send = function (...args) {
    // The message itself, the first argument, may be a string; the address is the next one.
    const host = args.slice(1).find((argument) => typeof argument === 'string');
    if (isLoopback(host)) return send.apply(this, args);
    throw refusal(host);
  };
  dgram.Socket.prototype.connect = function (port, host, ...rest) {
    if (typeof host !== 'string' || isLoopback(host)) return connect.call(this, port, host, ...rest);
    throw refusal(host);
  };
}

function guardNames(refusal) {
  for (const [source, fails] of [
    [dns, viaCallback],
    [dns.Resolver.prototype, viaCallback],
    [dns.promises, viaPromise],
    [dns.promises.Resolver.prototype, viaPromise],
  ]) {
    for (const name of Object.getOwnPropertyNames(source).filter((key) =>
      /^(lookup|resolve|reverse)/.test(key),
    )) {
      const original = source[name];
      source[name] = function (host, ...rest) {
        return isLoopback(host) ? original.call(this, host, ...rest) : fails(refusal(host), rest);
      };
    }
  }
}

function viaCallback(error, args) {
  const callback = args.find((argument) => typeof argument === 'function');
  process.nextTick(() => callback?.(error));
}

function viaPromise(error) {
  return Promise.reject(error);
}

module.exports = { refuseOtherHosts };
