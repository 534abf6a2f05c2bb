import {
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Empty } from '../../parts/notices';
import { operationFor } from './operation';

interface Props {
  readonly schema: GraphQLSchema;
  /** Puts an operation into the editor. */
  readonly onUse: (operation: ReturnType<typeof operationFor>) => void;
}

/** The operations of an API, and the types that they lead to. */
export function SchemaDocs({ schema, onUse }: Props) {
  const [path, setPath] = useState<readonly string[]>([]);
  const [filter, setFilter] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  const moved = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another type was opened; the focus goes along.
  useEffect(() => {
    if (moved.current) heading.current?.focus();
  }, [path]);
  const go = (next: readonly string[]): void => {
    moved.current = true;
    setFilter('');
    setPath(next);
  };
  const open = (type: GraphQLNamedType): void => go([...path, type.name]);
  const type = schema.getType(path.at(-1) ?? '');
  return (
    <section class="pane docs" aria-label="Schema">
      <div class="title">
        <h2 ref={heading} tabIndex={-1}>
          {type?.name ?? 'Schema'}
        </h2>
        {type && (
          <button type="button" onClick={() => go(path.slice(0, -1))}>
            Back
          </button>
        )}
      </div>
      <label class="find">
        Find
        <input
          type="search"
          value={filter}
          spellcheck={false}
          onInput={({ currentTarget }) => setFilter(currentTarget.value)}
        />
      </label>
      {type ? (
        <TypeDocs type={type} filter={filter} onOpen={open} />
      ) : (
        <Operations schema={schema} filter={filter} onOpen={open} onUse={onUse} />
      )}
    </section>
  );
}

interface OperationsProps extends Props {
  readonly filter: string;
  readonly onOpen: (type: GraphQLNamedType) => void;
}

function Operations({ schema, filter, onOpen, onUse }: OperationsProps) {
  const roots = [
    ['query', 'Queries', schema.getQueryType()],
    ['mutation', 'Mutations', schema.getMutationType()],
    ['subscription', 'Subscriptions', schema.getSubscriptionType()],
  ] as const;
  return (
    <>
      {roots.map(([operation, title, type]) => {
        const fields = Object.values(type?.getFields() ?? {}).filter(contains(filter));
        if (fields.length === 0) return null;
        return (
          <section key={operation} aria-label={title}>
            <h3>{title}</h3>
            <ul class="fields">
              {fields.map((field) => (
                <Member key={field.name} member={field} onOpen={onOpen}>
                  <button
                    type="button"
                    aria-label={`Write ${field.name}`}
                    title="Write this operation into the editor"
                    onClick={() => onUse(operationFor(operation, field))}
                  >
                    Use
                  </button>
                </Member>
              ))}
            </ul>
          </section>
        );
      })}
    </>
  );
}

interface TypeProps {
  readonly type: GraphQLNamedType;
  readonly filter: string;
  readonly onOpen: (type: GraphQLNamedType) => void;
}

function TypeDocs({ type, filter, onOpen }: TypeProps) {
  return (
    <>
      <p class="note">{kindOf(type)}</p>
      {type.description && <p>{type.description}</p>}
      {(isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) && (
        <ul class="fields">
          {Object.values<GraphQLField<unknown, unknown> | GraphQLInputField>(type.getFields())
            .filter(contains(filter))
            .map((field) => (
              <Member key={field.name} member={field} onOpen={onOpen} />
            ))}
        </ul>
      )}
      {isEnumType(type) && (
        <ul class="fields">
          {type
            .getValues()
            .filter(contains(filter))
            .map(({ name, description }) => (
              <li key={name}>
                <code>{name}</code>
                {description && <p class="note">{description}</p>}
              </li>
            ))}
        </ul>
      )}
      {isUnionType(type) && (
        <ul class="fields">
          {type.getTypes().map((member) => (
            <li key={member.name}>
              <TypeLink type={member} onOpen={onOpen} />
            </li>
          ))}
        </ul>
      )}
      {type.name.startsWith('AWS') && isScalar(type) && <Empty>A scalar of AppSync.</Empty>}
    </>
  );
}

interface MemberProps {
  readonly member: GraphQLField<unknown, unknown> | GraphQLInputField;
  readonly onOpen: (type: GraphQLNamedType) => void;
  readonly children?: preact.ComponentChildren;
}

function Member({ member, onOpen, children }: MemberProps) {
  const { name, type, description, deprecationReason } = member;
  const args = 'args' in member ? member.args : [];
  return (
    <li>
      <div class="field">
        <code>
          <strong>{name}</strong>
          {args.length > 0 && '('}
          {args.map((argument, at) => (
            <span key={argument.name}>
              {at > 0 && ', '}
              {argument.name}: <TypeLink type={argument.type} onOpen={onOpen} />
            </span>
          ))}
          {args.length > 0 && ')'}: <TypeLink type={type} onOpen={onOpen} />
        </code>
        {children}
      </div>
      {description && <p class="note">{description}</p>}
      {deprecationReason && <p class="note">Deprecated: {deprecationReason}</p>}
    </li>
  );
}

function TypeLink({ type, onOpen }: { type: GraphQLType; onOpen: MemberProps['onOpen'] }) {
  const named = getNamedType(type);
  if (isSpecifiedScalarType(named)) return <span class="type">{String(type)}</span>;
  return (
    <button type="button" class="link type" onClick={() => onOpen(named)}>
      {String(type)}
    </button>
  );
}

function contains(filter: string): (named: { readonly name: string }) => boolean {
  return ({ name }) => name.toLowerCase().includes(filter.toLowerCase());
}

function isScalar(type: GraphQLNamedType): boolean {
  return kindOf(type) === 'scalar';
}

function kindOf(type: GraphQLNamedType): string {
  if (isObjectType(type)) return 'type';
  if (isInputObjectType(type)) return 'input';
  if (isEnumType(type)) return 'enum';
  if (isInterfaceType(type)) return 'interface';
  return isUnionType(type) ? 'union' : 'scalar';
}
