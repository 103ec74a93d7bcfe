/** `ekshield.yaml`: read, checked, and turned into settings; the schema is also what editors are given. */
import en from 'zod/v4/locales/en.js'
import { z } from 'zod/mini'
import { severities } from '../model/finding.ts'

z.config(en())

const severity = z.enum(severities)
const words = z.string().check(z.minLength(1))
const day = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/, 'a day as YYYY-MM-DD'))
const globs = z.array(words)

/** Gives a schema the sentence that editors show. */
const told = <T extends z.ZodMiniType>(schema: T, description: string): T => schema.check(z.describe(description)) as T

export const configSchema = z.strictObject({
  $schema: z.optional(z.string()),
  only: z.optional(told(globs, 'Controls to judge: ids or globs. All when absent.')),
  skip: z.optional(told(globs, 'Controls to leave out: ids or globs.')),
  failOn: z.optional(told(z.enum([...severities, 'none']), 'Exit 1 on open findings of this severity or worse. Default: high.')),
  allowUnknown: z.optional(told(z.boolean(), 'Do not exit 3 because some controls could not be decided.')),
  controls: z.optional(
    told(
      z.record(
        words,
        z.strictObject({
          severity: z.optional(severity),
          namespaces: z.optional(told(globs, 'Judge only what lies in these namespaces.')),
          exceptNamespaces: z.optional(told(globs, 'Do not judge what lies in these namespaces.')),
        }),
      ),
      'Severity and scope of single controls.',
    ),
  ),
  waivers: z.optional(
    told(
      z.array(
        z.strictObject({
          control: told(words, 'Id or glob of the controls it waives.'),
          kind: z.optional(words),
          namespace: z.optional(words),
          name: z.optional(words),
          reason: words,
          owner: words,
          until: told(day, 'Last day on which it holds.'),
          compensatedBy: z.optional(told(words, 'A control that must itself pass for the waiver to hold.')),
        }),
      ),
      'Findings that are accepted, by whom, why and until when.',
    ),
  ),
  annotationWaivers: z.optional(told(z.boolean(), 'Whether ekshield.io/waive.* annotations on objects hold. Default: true.')),
  attestations: z.optional(
    told(
      z.record(words, z.strictObject({ answer: z.boolean(), by: words, until: day, evidence: told(words, 'Where the proof lies.') })),
      'Answers to what only a person can tell, by control id.',
    ),
  ),
})

export type Config = z.infer<typeof configSchema>

/** The schema as JSON Schema, for editors; published as `ekshield.schema.json`. */
export const configJsonSchema = (): object => ({
  $id: 'https://ekshield.io/ekshield.schema.json',
  title: 'ekshield.yaml',
  ...z.toJSONSchema(configSchema),
})
