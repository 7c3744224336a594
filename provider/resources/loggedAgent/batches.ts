/** How many parameters or tags MLflow takes in one call (`MAX_PARAMS_TAGS_PER_BATCH` in mlflow/utils/validation.py). */
export const batchSize = 100;

/** `items` in lists that MLflow takes, in their order. */
export function batches<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / batchSize);
  return Array.from({ length: count }, (_, index) => items.slice(index * batchSize, (index + 1) * batchSize));
}
