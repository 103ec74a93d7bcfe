/** Every question answered by its own example, everywhere: no plan is left waiting for a person. */
import type { Answer } from '../../src/fix/values.ts'
import { type Asked, type Question, questions } from '../../src/model/asked.ts'

const registries = [
  'docker.io',
  'ghcr.io',
  'quay.io',
  'registry.k8s.io',
  'k8s.gcr.io',
  'gcr.io',
  'us.gcr.io',
  'mcr.microsoft.com',
  'registry.gitlab.com',
  'cgr.dev',
  'nvcr.io',
  'docker.elastic.co',
  'us-central1-docker.pkg.dev',
]

export const exampleAnswers: readonly Answer[] = Object.entries(questions).flatMap(([name, question]): Answer[] => {
  const { example, keyed, many, number }: Question = question
  if (keyed) return registries.map((key) => ({ name: name as Asked, key, value: example.slice(example.indexOf('=') + 1) }))
  return [{ name: name as Asked, value: many ? [example] : number ? Number(example) : example }]
})
