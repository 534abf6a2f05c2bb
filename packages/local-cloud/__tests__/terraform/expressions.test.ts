import fc from 'fast-check';
import answers from './fixtures/expressions/answers.json';
import { templateValue } from './stack-folder';

describe('an expression has the value that Terraform gives it', () => {
  // Recorded from the outputs of `terraform apply`, Terraform 1.11.4.
  test.each(answers)('$template', ({ template, value }) => {
    expect(templateValue(template)).toEqual(value);
  });
});

describe('what Terraform refuses, or is missing here, is an error that names it', () => {
  test.each([
    ['${cidrhost("10.0.0.0/8", 1)}', 'function `cidrhost` is not supported locally'],
    ['${provider::aws::arn_parse("x")}', 'functions of providers (`::`) are not supported locally'],
    ['${<<EOT\nx\nEOT\n}', 'heredocs (`<<`) are not supported locally'],
    ['%{ if true }x%{ endif }', 'the template directive `%{ if true }` is not supported locally'],
    ['x ${~ 1 }', 'the strip marker `~` is not supported locally'],
    ['${each.value}', '`each.value`: references to `each` are not supported locally'],
    ['${count.index}', '`count.index`: references to `count` are not supported locally'],
    ['${module.x.y}', '`module.x.y`: references to `module` are not supported locally'],
    ['${foo}', '`foo` is no reference to anything'],
    ['${data.aws_region}', '`data.aws_region` is no reference to anything'],
    ['${var.given}', 'the variable `given` has no default'],
    ['${var.other}', '`var.other` is not declared'],
    ['${path.other}', '`path.other` does not exist'],
    ['${terraform.other}', '`terraform.other` is not declared'],
    ['${12345678901234567890}', 'the number 12345678901234567890 has more digits than are supported locally'],
    ['${1 / 0}', 'a division by zero'],
    ['${[1][1]}', 'there is no element 1 in a list of 1'],
    ['${[1][-1]}', 'there is no element -1 in a list of 1'],
    ['${[1]["a"]}', 'a number is needed, not "a"'],
    ['${{ a = 1 }.b}', 'there is no attribute `b`'],
    ['${{ a = 1 }["b"]}', 'there is no attribute `b`'],
    ['${"a".b}', 'a string has no attribute `b`'],
    ['${"x"[0]}', 'a list is needed, not a string'],
    ['x${[1]}', 'a list cannot be put into a string'],
    ['x${null}', 'null cannot be put into a string'],
    ['${1 + "x"}', 'a number is needed, not "x"'],
    ['${!"x"}', 'a bool is needed, not "x"'],
    ['${1 ? 2 : 3}', 'a bool is needed, not a number'],
    ['${false && 1}', 'a bool is needed, not a number'],
    ['${true || 1}', 'a bool is needed, not a number'],
    ['${upper()}', 'function `upper`: it takes 1 argument, not 0'],
    ['${substr("a", 1)}', 'function `substr`: it takes 3 arguments, not 2'],
    ['${lookup({})}', 'function `lookup`: it takes at least 2 arguments, not 1'],
    ['${upper([1])}', 'function `upper`: argument 1: a string is needed, not a list'],
    ['${lookup({}, "a")}', 'function `lookup`: there is no key "a", and no default is given'],
    ['${element([], 0)}', 'function `element`: an empty list has no elements'],
    ['${element([1], -1)}', 'function `element`: -1 is no index'],
    ['${concat("a")}', 'function `concat`: argument 1: a list is needed, not a string'],
    ['${merge({}, "a")}', 'function `merge`: argument 2: an object is needed, not a string'],
    ['${length(1)}', 'function `length`: a number has no length'],
    ['${coalesce(null, "")}', 'function `coalesce`: all arguments are null or empty'],
    ['${tonumber("x")}', 'function `tonumber`: argument 1: a number is needed, not "x"'],
    ['${file("missing.txt")}', 'function `file`: the file missing.txt cannot be read (ENOENT)'],
    [
      '${templatefile("machine.asl.tpl", {})}',
      'function `templatefile`: machine.asl.tpl: the template needs `DDBUpdateItem`, which is not given to it',
    ],
    ['${base64decode("!!!")}', 'function `base64decode`: the text is not base64'],
    ['${base64decode("/w==")}', 'function `base64decode`: what the base64 holds is not UTF-8 text'],
    ['${jsondecode("{")}', 'function `jsondecode`: the text is not JSON'],
    ['${timeadd("2030-01-01", "1h")}', '"2030-01-01" is no timestamp such as 2030-01-31T12:00:00Z'],
    ['${timeadd("2030-01-01T00:00:00Z", "1day")}', '"1day" is no duration such as 1h30m'],
    ['${formatdate("YYY", "2030-01-01T00:00:00Z")}', '`YYY` is no part of a date'],
    ['${formatdate("\'open", "2030-01-01T00:00:00Z")}', 'a quote is not closed in "\'open"'],
    ['${format("%s")}', 'there is no value for `%s` in "%s"'],
    ['${format("%s", 1, 2)}', '"%s" uses 1 values, not 2'],
    ['${format("%y", 1)}', 'the verb `%y` of `format` is not supported locally'],
    ['${replace("a", "/(/", "b")}', 'Unterminated group'],
    ['${try(tonumber("x"))}', 'no argument of `try` can be evaluated'],
    ['${{ for x in ["a", "b"] : "k" => x }}', 'a `for` makes the key "k" twice'],
    ['${[for x of [1] : x]}', '`in` is missing'],
    ['${"\\q"}', '`\\q` is no escape of Terraform'],
    ['${"open}', 'the closing quote is missing'],
    ['${"a\nb"}', 'a quoted string cannot go over a line break'],
    ['${(1}', '`)` is missing at character 5: …${(1⟪here⟫}…'],
    ['${[1}', '`]` is missing'],
    ['${{ a = 1}', '`}` is missing'],
    ['${1 +}', 'a value is missing'],
    ['${1 2}', '`}` is missing'],
    ['${a..b}', 'a name is missing'],
    ['${@}', 'the character `@` has no meaning here'],
  ])('%s', (template, problem) => {
    expect(() => templateValue(template)).toThrow(
      expect.objectContaining({
        code: 'StackUnusable',
        message: expect.stringMatching(/^output\.value: /),
      }),
    );
    expect(() => templateValue(template)).toThrow(problem);
  });
});

test('timestamp and plantimestamp answer the instant of the evaluation', () => {
  expect(templateValue('${timestamp()} ${plantimestamp()}')).toBe(
    '2026-11-24T01:35:38Z 2026-11-24T01:35:38Z',
  );
});

describe('for any value', () => {
  const json = fc
    .jsonValue({ maxDepth: 3, noUnicodeString: false })
    .filter((value) => !hasUnsafeNumber(value));

  test('jsonencode undoes jsondecode, but for the order of keys', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = templateValue(`\${jsonencode(jsondecode(${quoted(JSON.stringify(value))}))}`);
        expect(JSON.parse(String(text))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 50 },
    );
  });

  test('a quoted string comes out as it went in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(templateValue(`\${${quoted(text)}}`)).toBe(text);
      }),
      { numRuns: 50 },
    );
  });
});

/** A string literal of Terraform's language. */
function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replace(/\\b/g, '\\u0008').replace(/\\f/g, '\\u000c');
  return `"${escaped.replaceAll('${', '$${').replaceAll('%{', '%%{')}"`;
}

/** JSON.parse itself does not keep these. */
function hasUnsafeNumber(value: unknown): boolean {
  return /-0|e[+-]/.test(JSON.stringify(value)) || Object.is(value, -0);
}
