/**
 * Who may do what. A bearer token names the tenant and the subject; its SMART on FHIR scopes become permissions; whatever
 * is not explicitly open needs a valid token.
 */
package org.hsdpo.gateway.access;
