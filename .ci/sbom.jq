# From `cargo metadata` to SPDX 2.3: the packages that the program is built of, and what needs what. What only builds or
# tests it is left out.
def reference: "SPDXRef-" + (gsub("[^A-Za-z0-9.-]"; "-"));
(.resolve.nodes | map({key: .id, value: [.deps[] | select(any(.dep_kinds[]; .kind == null)) | .pkg]}) | from_entries) as $needs
| .resolve.root as $root
| def closure: reduce range(0; 64) as $step (.; (. + [.[] | $needs[.][]]) | unique);
([$root] | closure) as $kept
| [.packages[] | select(.id as $id | $kept | index([$id]))] as $packages
| ($packages | map({key: .id, value: ("\(.name)-\(.version)" | reference)}) | from_entries) as $names
| {
    spdxVersion: "SPDX-2.3",
    dataLicense: "CC0-1.0",
    SPDXID: "SPDXRef-DOCUMENT",
    name: $name,
    documentNamespace: "urn:linchpin:sbom:\($name)",
    creationInfo: {created: $created, creators: ["Tool: linchpin release script"]},
    packages: [$packages[] | {
        SPDXID: $names[.id],
        name: .name,
        versionInfo: .version,
        downloadLocation: "NOASSERTION",
        licenseDeclared: ((.license // "NOASSERTION") | gsub("/"; " OR ")),
        licenseConcluded: "NOASSERTION",
        copyrightText: "NOASSERTION",
        filesAnalyzed: false,
        externalRefs: (if .source then [{
            referenceCategory: "PACKAGE-MANAGER", referenceType: "purl", referenceLocator: "pkg:cargo/\(.name)@\(.version)"
        }] else [] end)
    }],
    relationships: ([{spdxElementId: "SPDXRef-DOCUMENT", relationshipType: "DESCRIBES", relatedSpdxElement: $names[$root]}]
        + [$kept[] as $id | $needs[$id][] | select($names[.]) | {
            spdxElementId: $names[$id], relationshipType: "DEPENDS_ON", relatedSpdxElement: $names[.]
        }] | unique)
}
