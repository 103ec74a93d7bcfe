/** The words in which a control states its `must`: ten tests, five places, nothing else. */
import type { Demand, Scalar, Test } from '../model/demand.ts'

// Tests. Each says how an absent value counts; `orUnset` lets it pass.
export const is = (value: Scalar): Test => ({ test: 'is', value, unset: 'bad' })
export const isNot = (value: Scalar): Test => ({ test: 'isNot', value, unset: 'good' })
export const isOneOf = (...values: Scalar[]): Test => ({ test: 'isOneOf', values, unset: 'bad' })
export const isNoneOf = (...values: Scalar[]): Test => ({ test: 'isNoneOf', values, unset: 'good' })
/** A list that contains the value. */
export const holds = (value: Scalar): Test => ({ test: 'holds', value, unset: 'bad' })
export const isSet = (): Test => ({ test: 'isSet', unset: 'bad' })
export const isUnset = (): Test => ({ test: 'isUnset', unset: 'good' })
/** `words` says in prose what the pattern wants: "a digest". */
export const matches = (pattern: RegExp, words: string): Test => ({ test: 'matches', pattern: pattern.source, words, unset: 'bad' })
export const isAtLeast = (value: number): Test => ({ test: 'isAtLeast', value, unset: 'bad' })
export const isAtMost = (value: number): Test => ({ test: 'isAtMost', value, unset: 'bad' })
export const orUnset = (test: Test): Test => ({ ...test, unset: 'good' })

// Places.
export const object = (path: string, test: Test): Demand => ({ place: 'object', path, test })
export const pod = (path: string, test: Test): Demand => ({ place: 'pod', path, test })
export const everyContainer = (path: string, test: Test): Demand => ({ place: 'container', path, test })
export const everyVolume = (path: string, test: Test): Demand => ({ place: 'volume', path, test })
/** The container's own value, else the pod's. */
export const effective = (path: string, test: Test): Demand => ({ place: 'effective', path, test })

export const all = (...demands: Demand[]): Demand => ({ all: demands })
export const onLinux = (must: Demand): Demand => ({ only: 'linux', must })
/** Pods that have a user namespace of their own (`hostUsers: false`) are not asked. */
export const withoutUserNamespace = (must: Demand): Demand => ({ only: 'host-users', must })
