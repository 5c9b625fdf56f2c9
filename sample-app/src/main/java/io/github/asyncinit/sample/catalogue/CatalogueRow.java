package io.github.asyncinit.sample.catalogue;

/**
 * One product as the catalogue lists it.
 *
 * @param id its number
 * @param name its name
 * @param description what it is
 * @param category the name of its category
 * @param priceCents its price in hundredths of the base currency
 */
public record CatalogueRow(long id, String name, String description, String category, int priceCents) {

}
