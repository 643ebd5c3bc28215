/** Configuration of the parser service. */
package org.hsdpo.parser.config;
