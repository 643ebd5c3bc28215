/** What every service of the mesh shares, and nothing that only one of them needs. */
package org.hsdpo.service;
