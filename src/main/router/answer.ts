import type { AnySchema, ContractProcedure, ErrorMap, InferSchemaInput, InferSchemaOutput, Meta } from '@orpc/contract';
import type { Router } from '@orpc/server';
import { type Contract, contract } from '../../shared/contract/contract.ts';
import { procedures } from './procedures.ts';

interface CallOptions {
  /** Fires when the caller aborts. */
  readonly signal?: AbortSignal | undefined;
}

type Answer<Call> =
  Call extends ContractProcedure<infer Input extends AnySchema, infer Output extends AnySchema, ErrorMap, Meta>
    ? (
        input: InferSchemaOutput<Input>,
        options: CallOptions,
      ) => InferSchemaInput<Output> | Promise<InferSchemaInput<Output>>
    : never;

type Group = keyof Contract;

/** A function of the input for each call of a group of the contract. */
export type Answers<G extends Group> = { readonly [Call in keyof Contract[G]]: Answer<Contract[G][Call]> };

/** Any call of the contract. */
interface AnyCall {
  handler(answer: (options: CallOptions & { readonly input: unknown }) => unknown): unknown;
}

/**
 * The handlers of a group: each call is answered by the function of the same name. Further members of `answers` cannot
 * be called from outside.
 */
export function answer<G extends Group>(group: G, answers: Answers<G>): Router<Contract[G], Record<never, never>> {
  const calls = procedures[group] as unknown as Record<string, AnyCall>;
  const functions = answers as unknown as Record<string, (input: unknown, options: CallOptions) => unknown>;
  const handlers = Object.keys(contract[group]).map((name) => [
    name,
    calls[name]!.handler(({ input, signal }) => functions[name]!(input, { signal })),
  ]);
  return Object.fromEntries(handlers);
}
