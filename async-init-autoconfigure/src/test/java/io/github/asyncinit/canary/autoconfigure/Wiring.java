package io.github.asyncinit.canary.autoconfigure;

/**
 * What nobody may know.
 */
public class Wiring {

}
