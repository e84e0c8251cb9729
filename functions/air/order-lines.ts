import type { PropertyValue } from './loyalty-event';
import { type Json, number, present, sum, text } from './reading';
import type { Telling } from './telling';

function product(telling: Telling, line: Json): PropertyValue {
  return present({
    product_id: text(line.upc) ?? text(line.sku),
    name: text(line.description),
    quantity: number(line.itemUnitCount),
    price: telling.money(number(line.itemUnitCost)),
    total: telling.money(number(line.totalUnitCost)),
    total_after_discount: telling.money(number(line.totalUnitCostAfterDiscount)),
  });
}

/** Basket lines as `products`. */
export function products(telling: Telling, lines: readonly Json[]): PropertyValue[] {
  return lines.map((line) => product(telling, line));
}

/** The lines' sum after line discounts, in minor units. Basket promotions are not in it. */
export function totalAfterDiscount(lines: readonly Json[]): number | undefined {
  return sum(lines.map((line) => number(line.totalUnitCostAfterDiscount) ?? number(line.totalUnitCost)));
}

/** The lines' sum at list price, in minor units. */
export function listTotal(lines: readonly Json[]): number | undefined {
  return sum(lines.map((line) => number(line.totalUnitCost)));
}
