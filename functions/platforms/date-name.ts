const DATE_NAME = /_(at|from|until|date)$/;

/**
 * Whether the property of an event holds a date, by its name, as the catalogue has them (`transaction_at`, `valid_until`).
 * Never by its value: a till's reference or a product's id may read `2025-01-29`.
 */
export const isDateName = (name: string): boolean => DATE_NAME.test(name);
