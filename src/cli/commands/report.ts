/** `ekshield report`: a saved assessment in other formats. */
import { readAssessment } from '../assessment-file.ts'
import { type Look, parseOutputs, show } from '../output.ts'

export async function report(file: string, flags: Look & { readonly format?: readonly string[] }): Promise<void> {
  const outputs = parseOutputs(flags.format)
  await show(await readAssessment(file), outputs, flags)
}
